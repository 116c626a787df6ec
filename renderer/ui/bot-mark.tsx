import { Bird } from './bird.tsx'
import './bot-mark.css'

/** The bot's face beside what it says: the bird on the accent. */
export const BotMark = () => (
  <span className="bot-mark" aria-hidden>
    <Bird tone="accent" />
  </span>
)
