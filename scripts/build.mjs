// A build without a start: what `npm start` would do first, for those who copy the result elsewhere.
process.argv.push('--build')
await import('./start.mjs')
