import { describe, expect, test } from 'vitest'
import { EventQueue } from '../../main/agent/event-queue.ts'

const readAll = async (queue: EventQueue<number>) => {
  const read: number[] = []
  for await (const event of queue) read.push(event)
  return read
}

describe('a queue between one writer and one reader', () => {
  test('gives everything in order, whether it was pushed before or while it is read', async () => {
    const queue = new EventQueue<number>()
    queue.push(1)
    const reading = readAll(queue)
    await Promise.resolve()
    queue.push(2)
    await new Promise(resolve => setTimeout(resolve, 1))
    queue.push(3)
    queue.push(4)
    queue.end()
    expect(await reading).toEqual([1, 2, 3, 4])
  })

  test('ends at once when nothing is left', async () => {
    const queue = new EventQueue<number>()
    queue.end()
    expect(await readAll(queue)).toEqual([])
  })
})
