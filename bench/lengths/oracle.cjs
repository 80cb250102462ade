// Answers each line of JSON (a text) with a line of JSON: what npm's twitter-text counts, and the links it finds.
// Usage: node oracle.cjs FOLDER, where FOLDER holds node_modules/twitter-text.
const path = require("path");
const { createInterface } = require("readline");
const twitter = require(path.resolve(process.argv[2], "node_modules", "twitter-text"));

createInterface({ input: process.stdin }).on("line", (line) => {
  const text = JSON.parse(line);
  const { weightedLength, valid } = twitter.parseTweet(text);
  const links = twitter.extractUrlsWithIndices(text.normalize()).map(({ url }) => url);
  console.log(JSON.stringify({ length: weightedLength, valid, links }));
});
