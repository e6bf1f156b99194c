import { existsSync, readFileSync } from 'node:fs'

/**
 * @typedef {{ passed: number, failed: string[], skipped: { name: string, reason: string }[] }} Outcome
 */

const noReason = 'no reason given'

function readVitest(report) {
  const outcome = { passed: 0, failed: [], skipped: [] }
  for (const file of report.testResults) {
    const failedBefore = outcome.failed.length
    for (const each of file.assertionResults) {
      const name = each.fullName
      if (each.status === 'passed') outcome.passed++
      else if (each.status === 'failed') outcome.failed.push(`${file.name}: ${name}`)
      else
        outcome.skipped.push({
          name,
          reason: each.meta?.reason ?? each.failureMessages?.[0] ?? noReason,
        })
    }
    // A file that cannot even be loaded has no tests to fail: it counts as one.
    if (file.status === 'failed' && outcome.failed.length === failedBefore) {
      outcome.failed.push(`${file.name}: ${file.message ?? 'could not be run'}`)
    }
  }
  return outcome
}

function readPlaywright(report) {
  const outcome = { passed: 0, failed: report.errors.map((error) => error.message), skipped: [] }
  const visit = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      for (const each of spec.tests) {
        const name = `${[...path, spec.title].join(' › ')} (${each.projectName})`
        if (each.status === 'expected') outcome.passed++
        else if (each.status !== 'skipped') outcome.failed.push(name)
        else {
          const note = each.annotations.find((annotation) => annotation.type === 'skip')
          outcome.skipped.push({
            name,
            reason: note?.description ?? (note ? noReason : 'an earlier step failed'),
          })
        }
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, [...path, inner.title])
  }
  for (const suite of report.suites) visit(suite, [suite.title])
  return outcome
}

/**
 * What a runner left in its JSON report. A runner that ends badly without naming a failed test has
 * failed all the same, and a runner that ran nothing has proved nothing.
 * @returns {Outcome}
 */
export function readReport(runner, path, isRunnerOk) {
  if (!existsSync(path)) {
    return { passed: 0, failed: [`${runner}: ended without a report`], skipped: [] }
  }
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const outcome = 'testResults' in report ? readVitest(report) : readPlaywright(report)
  if (!isRunnerOk && outcome.failed.length === 0) {
    outcome.failed.push(`${runner}: ended with an error outside of its tests`)
  }
  if (outcome.passed + outcome.failed.length + outcome.skipped.length === 0) {
    outcome.failed.push(`${runner}: found no tests`)
  }
  return outcome
}
