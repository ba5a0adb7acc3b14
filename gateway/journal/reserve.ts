// Space set aside on the journal's disk. When the disk is full it is given up, so that the urgent lane can still be
// written for a while; the bulk lane waits until it could be set aside again.
import { open, rm, stat, statfs } from 'node:fs/promises'
import path from 'node:path'

export type Reserve = {
  /** Whether the space is set aside; tries to do so when it is not, at most once a second. */
  whole(): Promise<boolean>
  /** Gives the space up. False when there was none left to give. */
  spend(): Promise<boolean>
}

/** A reserve of `bytes` in `file`; `now` in epoch ms. */
export function createReserve(file: string, bytes: number, now: () => number): Reserve {
  let held: boolean | null = null
  let triedAt = -Infinity
  return {
    async whole() {
      held ??= await isHeld(file, bytes)
      if (held || now() - triedAt < 1000) return held
      triedAt = now()
      return (held = await setAside(file, bytes))
    },
    async spend() {
      if (!(held ?? (await isHeld(file, bytes)))) return false
      held = false
      triedAt = now()
      await rm(file, { force: true })
      return true
    },
  }
}

const isHeld = (file: string, bytes: number): Promise<boolean> =>
  stat(file).then(
    (found) => found.size >= bytes,
    () => false,
  )

/** Fills the file; leaves nothing behind when that fails, nor tries when it would take the last space. */
async function setAside(file: string, bytes: number): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(path.dirname(file))
    if (bavail * bsize < bytes * 1.25) return false
    await fill(file, bytes)
    return true
  } catch {
    await rm(file, { force: true }).catch(() => undefined)
    return false
  }
}

async function fill(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'w', 0o600)
  try {
    const block = Buffer.alloc(Math.min(bytes, 1 << 20), 0x57)
    for (let left = bytes; left > 0; left -= block.length) await handle.write(block, 0, Math.min(left, block.length))
    await handle.sync()
  } finally {
    await handle.close()
  }
}
