/** Packs with something taken out or changed: to see what depends on it. */
import type { Clause, Pack } from './pack.ts'
import type { ProvisionKey } from './provisions.ts'

/** The pack without any clause that binds the provision. */
export function withoutProvision(pack: Pack, key: ProvisionKey): Pack {
  return rebind(pack, (binding) => (binding.provision === key ? [] : [binding]))
}

/** The pack with one parameter of a provision changed wherever it is bound. */
export function withParameter(pack: Pack, key: ProvisionKey, name: string, value: unknown): Pack {
  return rebind(pack, (binding) =>
    binding.provision === key ? [{ ...binding, parameters: { ...binding.parameters, [name]: value } }] : [binding],
  )
}

/** The pack without the items of the register that follow from a clause. */
export function withoutRegister(pack: Pack, document: string, clause: string): Pack {
  return {
    ...pack,
    hash: `${pack.hash}*`,
    documents: pack.documents.map((one) =>
      one.code !== document
        ? one
        : {
            ...one,
            clauses: one.clauses.map((two) => (two.id === clause ? { ...two, register: undefined } : two)),
          },
    ),
  }
}

function rebind(pack: Pack, change: (binding: Clause['bindings'][number]) => Clause['bindings']): Pack {
  return {
    ...pack,
    hash: `${pack.hash}*`,
    documents: pack.documents.map((document) => ({
      ...document,
      clauses: document.clauses.map((clause) => ({ ...clause, bindings: clause.bindings.flatMap(change) })),
    })),
  }
}
