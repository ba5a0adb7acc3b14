// What a person at a terminal reads when the product is up: where it is and how to get in.

/** Prints it in both languages, beside the JSON log. */
export function greet({ url, setup, demo }: { url: string; setup: string | null; demo: boolean }): void {
  const lines = [
    `守望 Watchkeeper  ${url}`,
    ...(demo ? ['演示:在登录页按一个角色即可进入。 Demo: press a role on the sign-in page.'] : []),
    ...(setup ? [`首位管理员请打开: First administrator, open: ${setup}`] : []),
    '按 Ctrl-C 停止。 Ctrl-C stops.',
  ]
  process.stdout.write(`\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`)
}
