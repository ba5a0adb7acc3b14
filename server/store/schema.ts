// The tables of the records database. A noun is kept as its contract document (`doc`, JSON text) beside the columns it
// is found by; rows never leave the file that reads them. Times are epoch ms, booleans 0/1, JSON is text: the same
// schema is meant for SQLite and PostgreSQL.
import type { Generated } from 'kysely'

export type Records = {
  meta: { key: string; value: string }
  site: { id: string; doc: string }
  zone: { id: string; site: string; doc: string }
  kind: { id: string; doc: string }
  device: {
    id: string
    site: string
    kind: string
    building: string | null
    zone: string | null
    secret_hash: string
    doc: string
  }
  /** One row for each closed ticket of a device. */
  device_file: { id: string; device: string; at: number; doc: string }
  /** Addressed points of panels; `state` is the last event that holds. */
  point: { device: string; id: string; state: string; since: number | null; doc: string }
  /** Presence, clock offset and latest values of a device, committed with the offset of the journal. */
  device_state: { device: string; doc: string }
  /** `open` is 1 while its answer is waited for. */
  command: { id: string; device: string; open: number | null; expires_at: number; at: number; doc: string }
  rule: { id: string; enabled: number; doc: string }
  /** What a rule remembers of a device (or of a checkpoint, a round …). */
  rule_memory: { rule: string; subject: string; doc: string }
  incident: {
    id: string
    rule: string
    /** `{type}:{id}` */
    subject: string
    /** 1 while open, null once closed: unique with (rule, subject), so that one fault is one incident. */
    open: number | null
    /** `{journal epoch}/{lane}/{position}/{n}` that opened it: unique with (rule, subject) for ever. */
    opened_by: string
    site: string
    device: string | null
    priority: number
    active: number
    acknowledged: number
    shelved_until: number | null
    raised_at: number
    closed_at: number | null
    doc: string
  }
  /** Append-only. */
  incident_entry: { id: Generated<number>; incident: string; at: number; doc: string }
  ticket: {
    id: string
    number: number
    site: string
    device: string | null
    incident: string | null
    state: string
    /** 1 while not closed, cancelled or declined. */
    open: number | null
    assignee: string | null
    /** The earliest due time of a running clock, breached or not. */
    due_at: number | null
    /** When something must be marked next: a warning, a breach, a missed appointment. */
    breach_at: number | null
    created_at: number
    doc: string
  }
  ticket_entry: { id: Generated<number>; ticket: string; at: number; doc: string }
  checkpoint: { id: string; site: string; tag_uid: string | null; code: string; tag_secret: string | null; doc: string }
  route: { id: string; site: string; doc: string }
  round: {
    id: string
    route: string
    site: string
    starts_at: number
    ends_at: number
    /** 1 while scheduled or under way. */
    open: number | null
    guard: string | null
    state: string
    /** 1 while its guard is out of contact. */
    lost: number | null
    doc: string
  }
  tap: {
    id: string
    uid: string | null
    counter: number | null
    checkpoint: string | null
    site: string | null
    by: string | null
    at: number
    received_at: number
    status: string
    /** When the sensor of the room must be asked of it; null when nothing is left to ask. */
    sensor_at: Generated<number | null>
    doc: string
  }
  /** `open` is 1 until the finding is closed or dismissed: unique with (checkpoint, check_id). */
  finding: {
    id: string
    site: string
    checkpoint: string | null
    check_id: string | null
    state: string
    open: number | null
    owner: string | null
    /** The deadline while somebody still has to put it right. */
    due_at: number | null
    /** When a passed deadline must be marked next. */
    overdue_at: number | null
    at: number
    doc: string
  }
  /** Append-only. */
  finding_entry: { id: Generated<number>; finding: string; at: number; doc: string }
  /** What is known of a photo or a voice note; its bytes stand in the data directory. */
  file: { id: string; received_at: number; doc: string }
  /** Which things show a file. */
  file_use: { file: string; noun: 'tap' | 'finding' | 'ticket'; thing: string; site: string }
  /** A sign of somebody in the room of a checkpoint by its sensor; `tap` is the tap that explains it. */
  sighting: { id: string; checkpoint: string; site: string; device: string; at: number; tap: string | null }
  /** `open` is 1 while the person is on post. */
  duty: { id: string; site: string; user: string; open: number | null; started_at: number; doc: string }
  /** `open` is 1 while the call waits. */
  call: { id: string; site: string; user: string; open: number | null; due_at: number; at: number; doc: string }
  /** Cries for help that were heard, by who cried and the phone's id of it, with the incident each came to. */
  sos: { id: string; user: string; incident: string; at: number }
  /** `open` is 1 while the guard's errand lasts. */
  errand: { id: string; incident: string; site: string; user: string; open: number | null; at: number; doc: string }
  /** `secret` is the sealed pair of keys. */
  tag_batch: { id: string; site: string; doc: string; secret: string }
  /** Reads of signed tags that `by` presented to enrol them: no tap may use them any more. */
  tag_read: { uid: string; counter: number; by: string; at: number }
  shift: { id: string; site: string; doc: string }
  /** `secret` is the sealed {@link ChannelSecrets}; `site` null serves every site. */
  channel: { id: string; site: string | null; doc: string; secret: string }
  /**
   * The outbox, numbered in the order of writing. `recipient` is a user name or '' for a group, `about` is
   * `{type}:{id}` or ''. `next_at` is set while it waits; `tried_at` is when the last attempt ended or began.
   */
  notice: {
    seq: Generated<number>
    id: string
    key: string
    site: string | null
    channel: string
    recipient: string
    about: string
    state: string
    priority: number
    next_at: number | null
    tried_at: number | null
    attempts: number
    /** The digest that carries it. */
    digest: string | null
    created_at: number
    doc: string
  }
  /** A phone or browser of a person that may be sent messages. */
  push_subscription: { id: string; user: string; doc: string }
  ladder: { id: string; site: string | null; doc: string }
  /** `of` is `{type}:{id}`; `open` is 1 while it climbs. */
  climb: { id: string; of: string; open: number | null; next_at: number | null; doc: string }
  swap: { id: string; site: string; doc: string }
  vendor: { id: string; doc: string }
  /** Every version that somebody wrote; what was never written is shipped. */
  policy: { type: string; version: number; doc: string }
  /** What the system sees of a device whose ticket is done; `next_at` is its next look. */
  watch: { ticket: string; next_at: number; doc: string }
  /** The address of a reporter's page: of a place (a label) or of one ticket. */
  report_link: { id: string; token: string; site: string; device: string | null; ticket: string | null; doc: string }
  user: { username: string; password_hash: string; badge: string | null; doc: string }
  session: { hash: string; username: string; created_at: number; expires_at: number }
  token: { id: string; hash: string; expires_at: number | null; doc: string }
  account: { id: string; secret_hash: string; doc: string }
  happening: {
    seq: Generated<number>
    at: number
    type: string
    site: string | null
    by: string | null
    thing: string
    doc: string
    /** The chain up to and with this one (core/domain/chain.ts), hex. */
    hash: string
  }
  consumer_offset: { consumer: string; lane: string; epoch: string; position: number }
  /** Answers to creations with an Idempotency-Key, kept for a day. */
  idempotency: { key: string; actor: string; route: string; status: number; body: string; at: number }
  quarantine: { id: string; at: number; device: string | null; topic: string; reason: string; payload: string }
  discovered: {
    key: string
    device: string | null
    what: string
    name: string
    last_seen: number
    count: number
    doc: string
  }
}
