// What the build answers for the words of a language and an area (dashboard/words.ts).
declare module '$words/*' {
  import type { Message } from '#core/texts/message.ts'
  export const words: Readonly<Record<string, Message>>
}
