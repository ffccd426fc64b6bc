import * as z from 'zod'
import { registeredDateOfBirth, testIds } from './authority/simulated.ts'
import { decisionWaitMs, maxEnvelopeBytes, problemUrn, ProblemType } from './contract.ts'
import { intakeEvents } from './log.ts'
import { problemOfStatus } from './problem.ts'

/** The parts of an OpenAPI document that the text is made of. */
const Schema = z.looseObject({
  type: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
})
const Content = z.record(z.string(), z.object({ schema: Schema }))
const Operation = z.object({
  summary: z.string(),
  description: z.string().optional(),
  security: z.array(z.unknown()).optional(),
  parameters: z.array(z.object({ name: z.string(), description: z.string().optional() })).optional(),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: Content })),
})
const Document = z.object({
  info: z.object({ description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})
type Operation = z.infer<typeof Operation>

/** docs/intake-api.md, from the OpenAPI document that the intake serves and the tables it runs on. */
export function apiMarkdown(openApi: unknown): string {
  const { info, paths } = Document.parse(openApi)
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => route(`${method.toUpperCase()} ${path}`, operation)),
  )
  return [
    '# Intake API',
    '<!-- Made by "npm run docs:intake" from the OpenAPI document that a running intake serves. Change intake/api.ts and intake/api-docs.ts instead. -->',
    `${info.description} The OpenAPI 3.1 document itself is served at \`/v1/openapi.json\`; shapes and the byte format of the envelope stand in \`intake/contract.ts\`.`,
    transport,
    '## Routes',
    ...routes,
    problems(),
    receipts,
    keeping,
    running,
    measured,
    '## The simulated authority',
    `A booth, a test or a demo reaches every outcome by the last four digits of the form ID. Any other form is accepted. The simulated register holds the date of birth ${registeredDateOfBirth}.`,
    table(
      ['Ends in', 'Outcome'],
      Object.entries(testIds).map(([ending, { says }]) => [`\`${ending}\``, says]),
    ),
    '`--authority-latency MS` delays every answer, `--authority-faults SHARE` makes that share of answers fail as unreachable.',
    '## Events of the log',
    table(
      ['Event', 'Meaning'],
      Object.entries(intakeEvents).map(([event, says]) => [`\`${event}\``, says]),
    ),
  ]
    .join('\n\n')
    .concat('\n')
}

function route(title: string, operation: Operation): string {
  const { summary, description, parameters = [], requestBody, responses, security } = operation
  return [
    `### \`${title}\``,
    `${summary}. ${description ?? ''}`.trim(),
    security ? 'For enrolled booths.' : 'For everybody.',
    ...parameters.map((parameter) => `- \`${parameter.name}\`: ${parameter.description ?? ''}`),
    ...(requestBody ? [`Body: ${body(requestBody.content)}`] : []),
    table(
      ['Status', 'Body', 'Meaning'],
      Object.entries(responses).map(([status, answer]) => [status, body(answer.content), answer.description]),
    ),
  ].join('\n\n')
}

const body = (content: z.infer<typeof Content>): string =>
  Object.entries(content)
    .map(
      ([type, { schema }]) =>
        `\`${type}\`${schema.properties ? ` {${Object.keys(schema.properties).join(', ')}}` : ''}`,
    )
    .join(' or ')

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const problems = (): string =>
  [
    '## Problems',
    `Every refusal is \`application/problem+json\` (RFC 9457): \`type\` is \`${problemUrn('conflict')}\` and its like (${ProblemType.options.map((type) => `\`${type}\``).join(', ')}), \`title\` one sentence, \`detail\` what was wrong and never what was inside, \`retryAfter\` seconds as in the header.`,
    table(
      ['Status', 'What the booth is to make of it'],
      Object.entries(problemOfStatus).map(([status, says]) => [status, says]),
    ),
  ].join('\n\n')

const transport = `## Calling

HTTPS with TLS 1.3 and a client certificate that this intake issued. The handshake lets any certificate through, so that the refusal is a sentence and not a broken line: no certificate, one of another CA, one that has run out and one of a revoked booth are each answered with \`403 not-enrolled\`, before a body is read. A revocation holds within one second, on open connections too.

In development (\`--development\`) the intake listens with plain HTTP on loopback only, and a booth names itself in the header \`machinaka-booth\`; its envelopes are checked as ever.

A booth is enrolled from the file that \`booth provision\` writes:

    node intake/main.ts booths enrol --request enrolment-request.json --out enrolment.json
    node intake/main.ts booths revoke BOOTH
    node intake/main.ts booths list

These run beside a running intake. Enrolling again renews the certificate (825 days); what the booth signed with an earlier key still opens. Revoking takes away certificates and keys at once.

Limits: bodies ${maxEnvelopeBytes} bytes; headers 8 KB, within 10 s; a request within 60 s; 8 requests under way for one booth and 512 for all (\`503 busy\`); 4,096 connections.`

const receipts = `## Receipts

A receipt is a compact JWS (EdDSA) of \`ReceiptClaims\`, signed by the key of \`/v1/keys\` that its \`kid\` names. It is answered only when the application lies in the database durably: in SQLite after its \`fdatasync\`, in PostgreSQL after its commit with \`fsync\` on. Until it is decided \`decision\` is \`pending\`; from then on the receipt is the same to the byte, however often it is asked for, until keys are rotated.

The authority is waited for up to ${decisionWaitMs / 1000} s while the applicant stands there. After that, after a restart, and while the authority cannot be reached, the forwarding worker goes on: after 2 s, then twice as long each time, up to a quarter of an hour, without end. Several intakes on one PostgreSQL share that work (\`FOR UPDATE SKIP LOCKED\`). The authority must know an application by its ID: after a crash between its decision and its being written down it is asked again.`

const keeping = `## What is kept

| What | Form | How long |
| --- | --- | --- |
| envelope (form ID, date of birth, portrait) | as the booth sealed it: readable with the intake's private key only, which is not in the database | until the authority has decided; deleted in the same commit |
| form mark | HMAC-SHA-256 of the form ID under a key that is not in the database | while pending, and 90 days after acceptance; a refusal deletes it at once |
| receipt (number, application ID, booth, digest, times, decision, reason) | plain; nothing of the applicant | for good |
| booths (ID, public keys, certificate fingerprints) | plain | for good |

One application a form can be open: a second one is answered with a receipt that says \`refused\`, \`form-id-in-progress\`, and its envelope is not kept. The opened application exists in memory only, while it is being asked for. Logs and metrics hold event names, problem types, booth IDs and application IDs.`

const running = `## Running it

    node intake/main.ts serve --database intake.sqlite --keys keys --port 8443 --name intake.example.jp
    node intake/main.ts serve --database postgres://user@host/intake …
    node intake/main.ts ledger [--json] --database …
    node intake/main.ts keys rotate --keys keys

- SQLite (the default) is for one intake: a second one on the same file ends with one sentence. PostgreSQL 15 or newer takes several intakes on one database; they share the folder given with \`--keys\`.
- \`--keys\` holds the private keys (mode 0600) and the certificate authority; it is made on the first start. It must be backed up apart from the database: without it no pending envelope opens.
- \`keys rotate\` puts new keys in front and keeps the old ones for as long as a booth may hold an envelope to them, which is for good: a running intake takes them up on SIGHUP, together with a fresh server certificate.
- \`--status-port\` serves \`/v1/health\` and Prometheus \`/metrics\` on loopback.
- SIGTERM: nothing new is taken (\`503 maintenance\`), what is in hand is finished, then it exits 0.
- \`npm run bench:intake\` measures it against plain inserts on your machine; \`npm run fleet\` sends from 2,000 booths through faults and checks the ledger.`

const measured = `## Measured

On two shared cores (AMD EPYC, Node 24), envelopes of 300 KB over 16 connections, each answered after its commit is on the disk; plain: one row of the same bytes per insert and commit, over as many connections to a database of the same kind, in the same run (\`npm run bench:intake\`; here with priority over what else ran on the machine):

| Database | Plain inserts | Intake | Ratio (bar 0.5) | Intake's p50 | p95 |
| --- | --- | --- | --- | --- | --- |
| SQLite | 190/s | 247/s | 1.31 | 66 ms | 80 ms |
| PostgreSQL 15 | 408/s | 234/s | 0.56 | 70 ms | 105 ms |

SQLite lets one writer in at a time: sixteen plain connections wait for each other's lock, where the intake puts what waits into one commit. A single plain connection that waits for nobody reached up to 800/s on the same machine.

Fleet (\`npm run fleet\`, seed 42, machine under load): 2,000 booths sent 2,000 applications within two minutes through 3,559 faults of the line (requests and answers cut, answers swallowed, delays) and 20 kills of the intake on SQLite: 20,999 requests, 1,894 accepted, 106 refused because another booth had applied with the same form, none lost, none twice, no receipt contradicted by the ledger.`
