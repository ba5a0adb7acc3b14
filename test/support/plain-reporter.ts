// Ends a test run with the plain line `N passed, N failed, N skipped`; under CI a skip is a failure.
import type { Reporter, TestModule } from 'vitest/node'

export class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 }
    for (const module of modules) {
      let tests = 0
      for (const test of module.children.allTests()) {
        tests += 1
        const { state } = test.result()
        counts[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1
      }
      // A file that could not be loaded has no tests and must not pass for it.
      if (tests === 0 && module.state() === 'failed') counts.failed += 1
    }
    counts.failed += errors.length
    if (process.env.CI && counts.skipped > 0) process.exitCode = 1
    console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  }
}
