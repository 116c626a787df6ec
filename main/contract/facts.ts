import type { CheckView } from './doctor.ts'
import type { ScanView } from './setup.ts'
import type {
  AccountView,
  BotView,
  ConnectionStatus,
  FateView,
  LlmView,
  ModelTestView,
  NoticeView,
  PersonView,
  QuotaView,
  StepView,
  TurnView,
} from './state.ts'

/** Facts, noun first, in the past tense. The only way the state ever changes. */
export type Fact =
  | {
      readonly type: 'service-started'
      readonly version: string
      readonly pid: number
      readonly home: string
      readonly at: number
    }
  | { readonly type: 'pause-changed'; readonly paused: boolean }
  | { readonly type: 'account-changed'; readonly account: AccountView }
  | { readonly type: 'account-removed'; readonly id: string }
  | { readonly type: 'connection-changed'; readonly account: string; readonly status: ConnectionStatus }
  | { readonly type: 'bot-identified'; readonly account: string; readonly bot: BotView }
  | { readonly type: 'quota-changed'; readonly account: string; readonly quota: QuotaView }
  | { readonly type: 'llm-changed'; readonly llm: LlmView }
  | { readonly type: 'queue-changed'; readonly waiting: number; readonly running: number }
  | { readonly type: 'turn-started'; readonly turn: TurnView }
  | { readonly type: 'turn-step-changed'; readonly turnId: string; readonly step: StepView }
  | { readonly type: 'turn-ended'; readonly turnId: string }
  | { readonly type: 'person-changed'; readonly person: PersonView }
  /** `midnight` began the day of the service's clock; a window elsewhere may live in another one. */
  | { readonly type: 'event-fated'; readonly entry: FateView; readonly midnight: number }
  | { readonly type: 'notice-raised'; readonly notice: NoticeView }
  | { readonly type: 'notice-cleared'; readonly id: string }
  | { readonly type: 'config-changed'; readonly language?: 'auto' | 'en' | 'zh-CN' }
  | { readonly type: 'practice-changed' }
  | { readonly type: 'model-test-changed'; readonly test: ModelTestView }
  | { readonly type: 'scan-changed'; readonly scan: ScanView }
  /** The checks that are going to run, as `waiting`; known ones keep their place. */
  | { readonly type: 'doctor-started'; readonly checks: readonly CheckView[]; readonly at: number }
  | { readonly type: 'check-changed'; readonly check: CheckView }
  | { readonly type: 'doctor-ended'; readonly at: number }
  /** Accounts came or went: their checks go with them. */
  | { readonly type: 'doctor-pruned'; readonly keys: readonly string[] }
