// A stranger's HTTP client: knows nothing but URLs and JSON.
export type Answer = { status: number; body: any; headers: Headers }

export class Caller {
  readonly url: string
  cookie: string | null = null
  token: string | null = null

  constructor(url: string) {
    this.url = url
  }

  async signIn(username: string, password: string): Promise<Answer> {
    return this.keepCookie(await this.call('POST', '/session', { username, password }))
  }

  /** Signs in as a demo role, as the button on the sign-in page does. */
  async signInAsDemo(username: string): Promise<Answer> {
    return this.keepCookie(await this.call('POST', '/session/demo', { username }))
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path.startsWith('/api') ? path : `/api/v1${path}`}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, body: json && text !== '' ? JSON.parse(text) : text, headers: response.headers }
  }

  async get(path: string): Promise<any> {
    return this.expect(200, await this.call('GET', path))
  }

  /** Creates something and answers it. */
  async create(path: string, body: unknown): Promise<any> {
    return this.expect(201, await this.call('POST', path, body))
  }

  /** Performs an action and answers the thing. */
  async act(path: string, body: unknown = {}): Promise<any> {
    return this.expect(200, await this.call('POST', path, body))
  }

  private expect(status: number, answer: Answer): any {
    if (answer.status !== status)
      throw new Error(`${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  private keepCookie(answer: Answer): Answer {
    const cookie = answer.headers.get('set-cookie')
    if (answer.status !== 200 || !cookie)
      throw new Error(`not signed in: ${answer.status} ${JSON.stringify(answer.body)}`)
    this.cookie = cookie.split(';')[0]!
    return answer
  }
}
