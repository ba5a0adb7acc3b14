import { defineConfig } from 'vitest/config'
import { PlainReporter } from './test/support/plain-reporter.ts'

export default defineConfig({
  test: {
    include: ['{core,gateway,server,simulators,dashboard,test}/**/*.test.ts'],
    reporters: ['default', new PlainReporter()],
    testTimeout: 30_000,
    hookTimeout: 90_000,
    // Wires, disks and browsers are shared: two files at a time is what two cores carry without false timeouts.
    maxWorkers: 2,
  },
})
