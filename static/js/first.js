// Before the page is painted: what a figure for this window would move, once it is there, is not shown until then.

import { fits } from "./figure.js";

document.body.classList.toggle("composing", !fits());
