// Photos and voice notes.
import { FileInfo, fileLimit, fileTypes } from '../file.ts'
import type { Table } from './endpoint.ts'

export const fileApi = {
  putFile: {
    method: 'PUT',
    path: '/files/{id}',
    permission: 'tap.record',
    summary: 'Keep a photo or a voice note under an id of the sender; repeated it is the same file',
    bytes: { types: fileTypes, limit: fileLimit },
    response: FileInfo,
  },
  getFile: {
    method: 'GET',
    path: '/files/{id}',
    permission: 'estate.read',
    summary: 'A photo or a voice note: of the own, or of a thing that one may see',
    produces: fileTypes,
  },
} as const satisfies Table
