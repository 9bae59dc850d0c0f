/** What assigning digits and sending them needs of the institution, put together once. */
import type { LaneId } from '../../kernel/ids.ts'
import type { Institution } from '../../operations/institution.ts'
import type { LaneHolder } from '../../operations/lane-holder.ts'
import { goRound } from '../../operations/rounds.ts'
import { type Issuing, SmsDispatch } from '../../payments/cash-codes/issuing.ts'
import type { CashCodeId } from '../../payments/cash-codes/rules.ts'
import type { SmsGateway } from '../../payments/cash-codes/sms/port.ts'

/** How often the journal is looked into for codes whose digits go out by SMS. */
const EVERY_MS = 500

type Bank = { readonly institution: Institution; readonly lanes: LaneHolder }

export function issuingOf({ institution, lanes }: Bank, lane: LaneId | undefined): Issuing {
  const id = lanes.laneFor(lane)
  const held = lanes.lanes.find((one) => one.lane === id)
  if (held === undefined) throw new Error('a lane without an entity')
  return {
    entity: held.entity,
    blindIndex: institution.blindIndex,
    submit: (command) => lanes.writer(id).submit(command),
    terms: () => institution.rulebookOf(id).terms(lanes.head(id).businessDate),
    today: () => lanes.head(id).businessDate,
  }
}

/** The dispatch of one lane. */
export function dispatchOf(
  bank: Bank,
  lane: LaneId,
  gateway: SmsGateway,
  onFailure?: (code: CashCodeId, error: unknown) => void,
): SmsDispatch {
  const { sql, gate } = bank.institution
  const issuing = issuingOf(bank, lane)
  return new SmsDispatch({
    ...issuing,
    sql,
    lane,
    gate,
    gateway,
    ...(onFailure === undefined ? {} : { onFailure }),
  })
}

/** Sends digits of all lanes whose entity gives cash by code, until it is stopped. */
export function sendDigits(bank: Bank, gateway: SmsGateway, onError: (message: string) => void) {
  const giving = bank.lanes.lanes.filter(({ lane }) => issuingOf(bank, lane).terms().has('cash-code.application'))
  const dispatches = giving.map(({ lane }) => {
    const dispatch = dispatchOf(bank, lane, gateway, (code, error) =>
      onError(`no SMS for cash code ${code}: ${messageOf(error)}`),
    )
    let held: string | undefined
    const run = async (): Promise<void> => {
      await dispatch.run()
      if (dispatch.held !== undefined && dispatch.held !== held) onError(`cash codes wait: ${dispatch.held}`)
      held = dispatch.held
    }
    return goRound(run, EVERY_MS, (error) => onError(`cash codes of lane ${lane}: ${messageOf(error)}`))
  })
  return {
    async stop(): Promise<void> {
      await Promise.all(dispatches.map((one) => one.stop()))
    },
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
