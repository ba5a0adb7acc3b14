// The wall is the first thing to see.
import { redirect } from '@sveltejs/kit'
import { resolve } from '$app/paths'

export const load = () => redirect(307, resolve('/wall'))
