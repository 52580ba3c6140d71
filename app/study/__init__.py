"""What is seen of a program beside its gradient: second derivatives, the paths of an input, forward mode and what both modes cost."""
