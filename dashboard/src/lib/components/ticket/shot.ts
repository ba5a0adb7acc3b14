// A photo as it is shown: where it comes from, and what stands under it.
export type Shot = { href: string; caption: string }
