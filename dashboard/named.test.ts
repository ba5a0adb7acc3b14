// What is found in the source is what a screen says.
import { expect, test } from 'vitest'
import { texts } from '../core/texts/texts.ts'
import { firstSources, namedIn } from './named.ts'

test('keys are found whole and by how they begin, and nothing else is', () => {
  const isNamed = namedIn(["t('wall.fire', { n })", 't(`ticket.state.${state}`)', "import x from './wall.ts'"])
  expect(['wall.fire', 'ticket.state.new', 'wall.water', 'ticket.title'].map(isNamed)).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test('the wall brings its words along, those of files behind files too, and not the words of every page', () => {
  const sources = firstSources()
  const ends = [...sources.keys()].map((file) => file.replace(/^.*\/(dashboard|core)\//, ''))
  expect(ends).toEqual(expect.arrayContaining(['src/routes/wall/+page.svelte', 'src/lib/wall/RoundLine.svelte']))
  const isNamed = namedIn(sources.values())
  expect(
    ['app.loading', 'wall.empty.title', 'patrol.paused', 'incident.take.title'].filter((k) => !isNamed(k)),
  ).toEqual([])
  expect(Object.keys(texts).filter(isNamed).length).toBeLessThan(Object.keys(texts).length / 2)
})

test('no file of a first screen builds a key that cannot be seen in it', () => {
  const hidden = [...firstSources()].filter(([, source]) => /\bt\(`\$\{/.test(source)).map(([file]) => file)
  expect(hidden, 'begin the key with its words, so that the build knows what to load').toEqual([])
})
