// The page of a target by itself: all its choices are links, and copying is what needs a script.

import { announcer } from "./announcer.js";
import { clipboard } from "./clipboard.js";
import { named } from "./elements.js";
import { downloads } from "./taking.js";

clipboard(document.body, announcer(...named("announcer")));
downloads(document.body);
