// A file of ours that is dropped on the page opens again: its program, values and options are in it.

const SEAL = /backpass:([\w-]{8,})/;
const LONGEST = 64 * 1024 * 1024;

/**
 * @param {string} settings names of parameters that only files have
 * @param {(query: string) => void} open gets the query of the page
 * @param {(message: string) => void} tell says what is wrong with a file
 */
export function reopen(settings, open, tell) {
  addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  addEventListener("drop", async (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    try {
      const query = new URLSearchParams(await sealed(file));
      for (const name of settings.split(" ")) query.delete(name);
      open(String(query).replaceAll("+", "%20"));
    } catch {
      tell(`There is no program of Backpass in ${file.name}.`);
    }
  });
}

/**
 * The query in a file.
 * @param {File} file
 * @returns {Promise<string>}
 */
async function sealed(file) {
  if (file.size > LONGEST) throw new RangeError("too large");
  const bytes = new Uint8Array(await file.arrayBuffer());
  const start = latin(bytes.subarray(0, 4));
  const place = start.startsWith("PK") ? await properties(bytes) : start === "GIF8" ? comment(bytes) : bytes;
  const word = SEAL.exec(latin(place))?.[1];
  if (!word) throw new SyntaxError("no seal");
  const packed = Uint8Array.from(atob(word.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(await inflated(packed, "deflate"));
}

/**
 * The part of an office file that tells of it.
 * @param {Uint8Array} zip
 * @returns {Promise<Uint8Array>}
 */
async function properties(zip) {
  const view = new DataView(zip.buffer);
  for (let at = 0; at + 30 < zip.length && view.getUint32(at, true) === 0x04034b50; ) {
    const packed = view.getUint16(at + 8, true);
    const size = view.getUint32(at + 18, true);
    const name = view.getUint16(at + 26, true);
    const content = at + 30 + name + view.getUint16(at + 28, true);
    if (latin(zip.subarray(at + 30, at + 30 + name)) === "docProps/core.xml") {
      const part = zip.subarray(content, content + size);
      return packed ? inflated(part, "deflate-raw") : part;
    }
    at = content + size;
  }
  return new Uint8Array();
}

/**
 * The comment of a GIF, which lies in it in pieces of up to 255 bytes.
 * @param {Uint8Array} gif
 * @returns {Uint8Array}
 */
function comment(gif) {
  const found = [];
  let at = gif.findIndex((byte, index) => byte === 0x21 && gif[index + 1] === 0xfe) + 2;
  for (; at > 1 && gif[at]; at += gif[at] + 1) found.push(...gif.subarray(at + 1, at + 1 + gif[at]));
  return Uint8Array.from(found);
}

/**
 * @param {Uint8Array} bytes
 * @param {CompressionFormat} format
 * @returns {Promise<Uint8Array>}
 */
async function inflated(bytes, format) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {Uint8Array} bytes */
function latin(bytes) {
  return new TextDecoder("latin1").decode(bytes);
}
