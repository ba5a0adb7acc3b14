// Photos as they are kept: at most 300 kB, with time, place and name drawn into the picture.
import type { KeptFile } from './database.ts'
import { newId } from './id.ts'

const mostBytes = 300_000
/** Longest edge in pixels, tried in this order, each with these qualities, until the picture is small enough. */
const edges = [1600, 1280, 960, 640] as const
const qualities = [0.8, 0.65, 0.5] as const

/** Makes a kept picture of what the camera took. Rejects when the browser cannot read it. */
export async function keptPhoto(taken: Blob, mark: string): Promise<KeptFile> {
  const picture = await createImageBitmap(taken)
  try {
    const blob = await smallest(picture, mark)
    return { id: newId(), type: 'image/jpeg', bytes: await blob.arrayBuffer(), sent: false }
  } finally {
    picture.close()
  }
}

async function smallest(picture: ImageBitmap, mark: string): Promise<Blob> {
  let blob: Blob | null = null
  for (const edge of edges) {
    const canvas = drawn(picture, edge, mark)
    for (const quality of qualities) {
      blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
      if (blob && blob.size <= mostBytes) return blob
    }
  }
  if (!blob) throw new Error('no picture')
  return blob
}

function drawn(picture: ImageBitmap, edge: number, mark: string): HTMLCanvasElement {
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  stamp(pen, canvas, mark)
  return canvas
}

/** White on a dark band, so that it is readable on any picture. */
function stamp(pen: CanvasRenderingContext2D, { width, height }: HTMLCanvasElement, mark: string): void {
  const size = Math.max(12, Math.round(width / 36))
  pen.font = `600 ${size}px system-ui, sans-serif`
  pen.fillStyle = 'rgb(0 0 0 / 62%)'
  pen.fillRect(0, height - size * 2, width, size * 2)
  pen.fillStyle = '#fff'
  pen.textBaseline = 'middle'
  pen.fillText(mark, size * 0.75, height - size, width - size * 1.5)
}
