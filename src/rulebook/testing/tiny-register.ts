/** A privacy document with an item of every kind, beside the tiny pack: small enough to see what a test changes in it. */

export const privacyFile = 'tiny/documents/privacy/2020-01-01.yaml'

export const privacyText = `document: PR
role: privacy
version: "2020-01-01"
effective: 2020-01-01
title: {en: Privacy}
example: true
clauses:
  - id: "1"
    kind: rule
    text: {en: Who is responsible.}
    provisions: [privacy.gate, privacy.controller.shown, privacy.notice.published]
    register:
      controllers:
        - entity: cz
          controller: Tiny Bank
          registration: "12345"
          address: Main Street 1
          officer: officer@tiny.example
          authority: {en: The authority}
  - id: "2"
    kind: rule
    text: {en: Whose data they are.}
    register:
      roles:
        - {id: customer, name: {en: Customers}, dpv: ["dpv:Customer"]}
        - {id: visitor, name: {en: Visitors}, dpv: ["dpv:User"]}
      sources:
        - {id: subject, name: {en: The person}, dpv: ["dpv:DataSubjectDataSource"]}
        - {id: bureau, name: {en: A credit bureau}, dpv: ["dpv:ThirdPartyDataSource"], requires: [[consent], [law]]}
  - id: "3"
    kind: rule
    text: {en: Which data.}
    register:
      categories:
        - id: identity
          name: {en: Identity}
          dpv: ["pd:Identifying"]
          attributes: [name, birth-date]
          sources: [subject]
          given: contract
          refusal: {en: There is no agreement then.}
        - id: history
          name: {en: Credit history}
          dpv: ["pd:CreditRecord"]
          attributes: [credit-history]
          roles: [customer]
          sources: [bureau]
          given: voluntary
          refusal: {en: Nothing follows.}
        - id: health
          name: {en: Health}
          dpv: ["pd:Health"]
          attributes: [health]
          sources: [subject]
          given: voluntary
          refusal: {en: Nothing follows.}
          requires: [[explicit-consent]]
          onlyFor: [lending]
          disclosed: false
  - id: "4"
    kind: rule
    text: {en: What for.}
    register:
      purposes:
        - id: serving
          name: {en: Serving}
          dpv: ["dpv:ServiceProvision"]
          bases: [{basis: contract}]
          categories: [identity]
          uses: [service, payment, correction, operations, audit]
        - id: lending
          name: {en: Lending}
          dpv: ["sector-finance:CreditChecking"]
          bases: [{basis: legal-obligation, law: CCD-8}, {basis: consent, for: [health]}]
          categories: [identity, history, health]
          roles: [customer]
        - id: improving
          name: {en: Improving services}
          dpv: ["dpv:ServiceOptimisation"]
          bases: [{basis: legitimate-interest, interest: better-services}]
          categories: [identity, history]
          forbidden: true
  - id: "5"
    kind: rule
    text: {en: Our interests.}
    provisions: [privacy.interests.published]
    register:
      interests:
        - id: better-services
          name: {en: Better services}
          dpv: ["dpv:LegitimateInterest"]
          purpose: improving
          roles: [customer]
          categories: [identity]
          test:
            interest: {en: Services that work.}
            necessity: {en: Nothing less tells.}
            balance: {en: Little is known by it.}
          objection: weighed
  - id: "6"
    kind: rule
    text: {en: Who receives data.}
    provisions:
      - privacy.processors.published
      - privacy.processors.listed: {within: P1M}
    register:
      recipients:
        - {id: court, name: {en: Courts}, dpv: ["dpv:Authority"], purposes: [lending], categories: [history], requires: [[case]]}
      processors:
        - id: cloud
          name: Cloud Ltd
          service: {en: Keeps servers}
          dpv: ["dpv:DataProcessor"]
          country: US
          purposes: [serving]
          categories: [identity]
          since: "2020-01-31"
          listed: "2020-02-29"
          agreement: "2020-01-30"
          guarantees: [{assessed: "2020-01-30", until: "2021-06-30"}]
          confidentiality: true
      transfers:
        - id: overseas
          name: {en: To the cloud}
          dpv: ["dpv:Transfer"]
          countries: [US]
          recipients: [cloud]
          ground: service
          safeguard: standard-clauses
  - id: "7"
    kind: rule
    text: {en: How long.}
    provisions: [privacy.retention.published]
    register:
      retention:
        - id: agreement
          name: {en: After the agreement}
          dpv: ["dpv:StorageDuration"]
          categories: [identity, history]
          from: agreement-end
          term: P10Y
          basis: legitimate-interest
        - id: application
          name: {en: After an application}
          dpv: ["dpv:StorageDuration"]
          categories: [identity]
          from: application-end
          term: P6M
          basis: contract
        - id: consent
          name: {en: With consent}
          dpv: ["dpv:StorageCondition"]
          categories: [health]
          from: consent
          basis: consent
  - id: "8"
    kind: rule
    text: {en: Machines that decide.}
    provisions: [privacy.decisions.published, privacy.records]
    register:
      automated:
        - id: scoring
          name: {en: Scoring}
          dpv: ["dpv:AutomatedDecisionMaking"]
          purpose: lending
          categories: [history]
          logic: {en: By arrears.}
          effect: {en: A proposal to staff.}
          basis: legal-obligation
          profiling: true
  - id: "9"
    kind: rule
    text: {en: Who sees it.}
    register:
      access:
        - {role: teller, purposes: [serving], about: anyone}
        - {role: credit-officer, purposes: [lending], about: anyone, except: [health]}
        - {role: customer, purposes: [serving], about: own}
      measures:
        - {id: encryption, name: {en: Encryption}, dpv: ["dpv:Encryption"], every: P1Y}
`
