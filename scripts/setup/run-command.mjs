import { spawn } from 'node:child_process'

const lastLines = (text) => text.trimEnd().split('\n').slice(-30).join('\n')

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
          new Error(`${command.join(' ')} ended with ${signal ?? code}:\n${lastLines(output)}`),
        )
    })
  })
}
