"""What programs of other languages show, plot and clear the screen with: as Python's `print`, or no word of the text at all."""

from __future__ import annotations

import re

OCTAVE = r"(?:fprintf|printf|disp|clc|clear)"
"""What shows something in MATLAB and Octave alone."""
LINE = re.compile(rf"(?m)^[ \t]*(?:{OCTAVE}|cat|plot|figure|hold|close|library|println|using)\b[^\n=]*$")
"""A line of MATLAB, Julia or R that computes nothing."""
CALL = re.compile(
    r"(?<![\w.])(?:console\.(?:log|info)|f?printf|println!|System\.out\.print(?:ln|f)?|fmt\.Print(?:ln|f)?|Console\.WriteLine)(?=\()"
)
"""What C and its like call to show a value."""
