import { spawn } from 'node:child_process'

/** Some programs name the cause first and print their usage after it, others end with the cause. */
function firstAndLast(text) {
  const lines = text.trimEnd().split('\n')
  if (lines.length <= 30) return lines.join('\n')
  return [...lines.slice(0, 15), '…', ...lines.slice(-15)].join('\n')
}

/**
 * Runs a program to its end and keeps its words; they are shown only when it fails.
 * @param {readonly string[]} command
 * @param {import('node:child_process').SpawnOptions & { onStart?: (pid: number) => void }} [options]
 * @returns {Promise<string>}
 */
export function runCommand(command, options = {}) {
  const [program, ...args] = command
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk) => {
        output = (output + chunk).slice(-200_000)
      })
    }
    child.on('error', (error) => reject(new Error(`${program}: ${error.message}`)))
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output)
      else
        reject(
          new Error(`${command.join(' ')} ended with ${signal ?? code}:\n${firstAndLast(output)}`),
        )
    })
  })
}
