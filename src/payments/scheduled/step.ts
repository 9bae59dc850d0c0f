/** The step of closing a day that carries out the orders which are due. */
import { deadlinesStep } from '../../storage/deadline-step.ts'
import { runOrders } from './commands.ts'
import { orderDue } from './rules.ts'

export const ordersStep = deadlinesStep(orderDue, runOrders, (orders, day) => ({ day: day.toString(), orders }))
