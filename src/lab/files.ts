export { beginFolder, fillFolder, holdFolder, holds, wasBegun, workInFolder } from './files/folder.js';
export { JsonLines, type JsonRow, readJsonLines, truncateJsonLines } from './files/json-lines.js';
export { decodeText, parseJson, readBytes, readJson, readText } from './files/read.js';
export { removeLeftovers, writeFileAtomic } from './files/write.js';
