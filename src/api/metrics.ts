/** What can be measured of a running Pacta, for Prometheus. Labels are words of closed lists: no ids, nothing personal. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { LaneHolder } from '../operations/lane-holder.ts'
import type { LaneStorage } from '../storage/lane/port.ts'

type Observe = (seconds: number) => void

export class Metrics {
  readonly #registry = new Registry()
  readonly #commands: Counter<'kind' | 'outcome'>
  readonly #batches: Histogram
  readonly #appends: Histogram
  readonly #requests: Histogram<'method' | 'route' | 'status'>
  /** Labelled series, kept: looking them up by their labels costs more than counting. */
  readonly #counted = new Map<string, () => void>()
  readonly #observed = new Map<string, Observe>()

  constructor(lanes: LaneHolder) {
    const registers = [this.#registry]
    collectDefaultMetrics({ register: this.#registry })
    this.#commands = new Counter({
      name: 'pacta_commands_total',
      help: 'Commands decided, by kind and outcome: accepted, or the code of the refusal',
      labelNames: ['kind', 'outcome'],
      registers,
    })
    this.#batches = new Histogram({
      name: 'pacta_batch_decisions',
      help: 'Decisions in a batch',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
      registers,
    })
    this.#appends = new Histogram({
      name: 'pacta_append_seconds',
      help: 'Time to make a batch durable',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
      registers,
    })
    this.#requests = new Histogram({
      name: 'pacta_http_request_seconds',
      help: 'Time from request to answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
      registers,
    })
    new Gauge({
      name: 'pacta_queued_commands',
      help: 'Commands that wait for a batch',
      registers,
      collect() {
        this.set(lanes.queued)
      },
    })
    new Gauge({
      name: 'pacta_lanes_ready',
      help: '1 when every lane can be written',
      registers,
      collect() {
        this.set(lanes.ready ? 1 : 0)
      },
    })
  }

  /** Shows a number that is known when somebody looks. */
  show(name: string, help: string, value: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      async collect() {
        this.set(await value())
      },
    })
  }

  /** @param code null when it was accepted */
  decided(kind: string, code: string | null): void {
    const key = `${kind} ${code}`
    let count = this.#counted.get(key)
    if (count === undefined) {
      const series = this.#commands.labels({ kind, outcome: code ?? 'accepted' })
      count = () => series.inc()
      this.#counted.set(key, count)
    }
    count()
  }

  answered(method: string, route: string, status: number, milliseconds: number): void {
    const key = `${method} ${route} ${status}`
    let observe = this.#observed.get(key)
    if (observe === undefined) {
      const series = this.#requests.labels({ method, route, status: String(status) })
      observe = (seconds) => series.observe(seconds)
      this.#observed.set(key, observe)
    }
    observe(milliseconds / 1000)
  }

  /** Measures what this storage appends from now on. */
  watch(storage: LaneStorage): void {
    const append = storage.append.bind(storage)
    storage.append = async (batch) => {
      const start = performance.now()
      await append(batch)
      this.#appends.observe((performance.now() - start) / 1000)
      this.#batches.observe(batch.decisions.length)
    }
  }

  /** A number that is read anew whenever somebody asks for the metrics. */
  gauge(name: string, help: string, read: () => Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      async collect() {
        this.set(await read())
      },
    })
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  /** Everything, in the text format of Prometheus. */
  text(): Promise<string> {
    return this.#registry.metrics()
  }
}
