// When somebody did what a phone tells of: by the phone's clock, put right by what it showed when it sent.
import { readAt } from '../../core/domain/tap-time.ts'

type Said = { ts?: number | string | undefined; sentAt?: number | string | undefined }

/** Never later than the receipt: nobody sends what has not happened. Epoch ms. */
export const saidAt = ({ ts, sentAt }: Said, receivedAt: number): number =>
  Math.min(readAt(ts, receivedAt, sentAt), receivedAt)
