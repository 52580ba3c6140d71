// Before the page is painted: what the figure for this window will move is not shown until it is there.

import { fits } from "./figure.js";

document.body.classList.toggle("composing", !fits());
