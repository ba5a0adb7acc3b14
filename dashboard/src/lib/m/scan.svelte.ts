// Scanning a QR code with the camera, where the browser can read them by itself.
type Detector = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> }
type DetectorClass = new (options: { formats: string[] }) => Detector

const pauseMs = 200

const detectorClass = (): DetectorClass | undefined =>
  (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector

/** Looks through the camera until something is read, and calls `onRead` with it. */
export function scanner(onRead: (text: string) => void) {
  let video: HTMLVideoElement | null = null
  let stream = $state.raw<MediaStream | null>(null)
  let refused = $state(false)

  async function start(): Promise<void> {
    const Detector = detectorClass()
    if (!Detector || !video) return
    const facing = { video: { facingMode: 'environment' } }
    stream = await navigator.mediaDevices.getUserMedia(facing).catch(() => null)
    refused = stream === null
    if (!stream) return
    video.srcObject = stream
    await video.play()
    look(new Detector({ formats: ['qr_code'] }), stream)
  }

  function look(detector: Detector, looking: MediaStream): void {
    if (stream !== looking || !video) return
    void detector
      .detect(video)
      .catch(() => [])
      .then(([found]) => {
        if (stream !== looking) return
        if (found) onRead(found.rawValue)
        setTimeout(() => look(detector, looking), pauseMs)
      })
  }

  function stop(): void {
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = null
  }

  return {
    able: detectorClass() !== undefined && 'mediaDevices' in navigator,
    get on(): boolean {
      return stream !== null
    },
    get refused(): boolean {
      return refused
    },
    /** Give it the element in which the camera's picture is shown. */
    attach: (element: HTMLVideoElement) => {
      video = element
      return () => (video = null)
    },
    start,
    stop,
  }
}
