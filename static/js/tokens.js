// The program's text cut into pieces by kind, for its colours. The server alone says what the text means.

const WORDS =
  "and as assert break class continue def elif else False for from if import in is lambda None not or pass return True while with";
const PIECE = new RegExp(
  [
    "(?<comment>#[^\\n]*)",
    `(?<word>(?<![\\p{L}\\p{N}_.])(?:${WORDS.replaceAll(" ", "|")})(?![\\p{L}\\p{N}_]))`,
    "(?<operator>[-+*/%@^=<>!~&|·×÷√²³ᵀ−]+)",
    "(?<plain>[\\p{L}\\p{N}_.]+|\\s+|.)",
  ].join("|"),
  "gsu",
);

export function tokens(text) {
  return [...text.matchAll(PIECE)].map(({ 0: text, groups }) => ({ text, kind: Object.keys(groups).find((kind) => groups[kind] !== undefined) }));
}
