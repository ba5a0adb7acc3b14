// Checkpoints with their tags, and the keys of signed tags.
import { z } from 'zod'
import { Id } from '../scalars.ts'
import { Checkpoint, CheckpointImport, CheckpointImported, CheckpointPatch, NewCheckpoint } from '../checkpoint.ts'
import { NewTagBatch, TagBatch } from '../tag-batch.ts'
import { TagBinding, TagPresented, TagRead } from '../tag-read.ts'
import { InSite, type Table, page } from './endpoint.ts'

export const checkpointApi = {
  listCheckpoints: {
    method: 'GET',
    path: '/checkpoints',
    permission: 'estate.read',
    summary: 'Checkpoints',
    query: InSite,
    response: page(Checkpoint),
  },
  createCheckpoint: {
    method: 'POST',
    path: '/checkpoints',
    permission: 'patrol.manage',
    summary: 'Create a checkpoint',
    body: NewCheckpoint,
    response: Checkpoint,
    status: 201,
  },
  checkpointLabels: {
    method: 'GET',
    path: '/checkpoints/labels',
    permission: 'patrol.manage',
    summary: 'Labels of checkpoints with their codes, 240 at most',
    query: z.strictObject({ site: Id.optional(), checkpoint: Id.optional() }),
    produces: ['application/pdf'],
  },
  getCheckpoint: {
    method: 'GET',
    path: '/checkpoints/{id}',
    permission: 'estate.read',
    summary: 'A checkpoint',
    response: Checkpoint,
  },
  patchCheckpoint: {
    method: 'PATCH',
    path: '/checkpoints/{id}',
    permission: 'patrol.manage',
    summary: 'Change a checkpoint',
    body: CheckpointPatch,
    response: Checkpoint,
  },
  importCheckpoints: {
    method: 'POST',
    path: '/checkpoints/import',
    permission: 'patrol.manage',
    summary:
      'Checkpoints with their tags from CSV; existing ids are changed. A dry run says what would become of each row',
    body: CheckpointImport,
    response: CheckpointImported,
  },
  listTagBatches: {
    method: 'GET',
    path: '/tag-batches',
    permission: 'patrol.manage',
    summary: 'Batches of signed tags, without their keys',
    query: InSite,
    response: page(TagBatch),
  },
  createTagBatch: {
    method: 'POST',
    path: '/tag-batches',
    permission: 'patrol.manage',
    summary: 'Register the keys of a batch of signed tags; they never come back',
    body: NewTagBatch,
    response: TagBatch,
    status: 201,
  },
  readTag: {
    method: 'POST',
    path: '/tags/read',
    permission: 'patrol.manage',
    summary: 'What a presented tag is. It records no tap, and uses a signed read up',
    body: TagPresented,
    response: TagRead,
  },
  bindTag: {
    method: 'POST',
    path: '/checkpoints/{id}/tag',
    permission: 'patrol.manage',
    summary: 'Hang a tag at a checkpoint; `replace` when another one gives way',
    body: TagBinding,
    response: Checkpoint,
  },
} as const satisfies Table
