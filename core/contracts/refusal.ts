// An expected "no" is a value: a code, the words' parameters and the HTTP status it maps to. Its sentence, in both
// languages, is the text `refusal.{code}`; a code without a text does not type-check (core/texts/refusal.ts).

const statusOf = {
  // 400-499 by meaning: what was sent, who asks, what is there, what state it is in
  invalid: 422,
  malformed: 400,
  unauthenticated: 401,
  wrong_password: 401,
  too_many_attempts: 429,
  forbidden: 403,
  foreign_origin: 403,
  not_found: 404,
  gone: 410,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
  id_taken: 409,
  stale_version: 409,
  /** The Idempotency-Key came earlier with another body. */
  idempotency_mismatch: 422,
  in_use: 409,
  unknown_reference: 422,
  bad_setup_token: 403,
  setup_done: 409,
  demo_only: 404,
  last_admin: 409,
  incident_closed: 409,
  incident_not_cleared: 409,
  incident_not_acknowledged: 409,
  incident_latched: 409,
  outcome_required: 409,
  life_safety_shelve: 409,
  shelve_too_long: 422,
  shelve_in_past: 422,
  not_latched: 409,
  ticket_transition: 409,
  ticket_same_person: 409,
  ticket_same_vendor: 409,
  callback_required: 409,
  /** Somebody else has taken it on, or holds it alone for a while. */
  ticket_taken: 409,
  ticket_leased: 409,
  nobody_to_dispatch: 409,
  tap_required: 409,
  checks_missing: 409,
  check_unknown: 422,
  check_needs_number: 422,
  check_out_of_range: 422,
  check_needs_photo: 422,
  check_first: 409,
  pause_not_allowed: 409,
  appointment_in_past: 422,
  appointment_first: 409,
  verdict_needed: 409,
  override_by_lead: 403,
  unknown_vendor: 422,
  unknown_user: 422,
  climb_no_phone: 409,
  last_step_phones: 422,
  swap_not_on_turn: 422,
  swap_begun: 409,
  swap_decided: 409,
  /** Another tag hangs at the checkpoint, or the tag at another checkpoint: they give way when the person says so. */
  tag_kept: 409,
  tag_elsewhere: 409,
  tag_kept_elsewhere: 409,
  route_disabled: 409,
  round_finished: 409,
  rule_unsupported: 422,
  /** A token is nobody: it cannot be on post or be called. */
  person_needed: 409,
  site_needed: 422,
  duty_end_before_start: 422,
  call_not_yours: 403,
  call_needs_tap: 409,
  /** The rule that hears cries for help is gone or off. */
  sos_off: 503,
  not_sent: 409,
  tap_elsewhere: 409,
  not_a_picture_or_sound: 422,
  finding_transition: 409,
  finding_same_person: 409,
  finding_due_in_past: 422,
  /** Somebody works on the machine: no command, no second lock. */
  device_locked: 409,
  lockout_not_yours: 403,
  lockout_reason: 422,
  /** A command may still be carried out: whoever hangs up a lock now could be standing in the machine. */
  command_under_way: 409,
  command_unknown: 422,
  panel_command: 403,
  device_unreachable: 409,
  /** It is on its way, has arrived, or left in a digest. */
  notice_left: 409,
  /** A channel of this type cannot do without. */
  secret_needed: 422,
  push_full: 409,
} as const satisfies Record<string, number>

export type RefusalCode = keyof typeof statusOf
export type RefusalParams = Record<string, string | number>
/** One fault of a body, by path, as `errors[]` of a problem document. */
export type Fault = { path: string; code: string; detail: string }
export type Refusal = { refused: RefusalCode; params: RefusalParams; faults?: Fault[] }

/** The HTTP status that a refusal is answered with. */
export const refusalStatus = (code: RefusalCode): number => statusOf[code]

/** Says no, with the parameters of its sentence. */
export const refuse = (refused: RefusalCode, params: RefusalParams = {}, faults?: Fault[]): Refusal =>
  faults ? { refused, params, faults } : { refused, params }

/** Tells a refusal from a result. */
export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value
