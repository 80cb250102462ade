// A Bluesky server and a directory of identities in memory, on free ports of 127.0.0.1.
//   node pds.mjs FOLDER [--rate-limits]     (FOLDER holds node_modules: `make networks` made it)
// Prints one line of JSON when it can be asked. Ends on SIGTERM, SIGINT, or when standard input closes, so that it never
// outlives the tests that started it.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { reserve } from './loopback.mjs'

process.env.LOG_ENABLED ??= 'false'
const [folder, ...options] = process.argv.slice(2)
const installed = createRequire(join(folder, 'package.json'))
const load = (name) => import(pathToFileURL(installed.resolve(name)).href)
const [{ PDS, envToCfg, envToSecrets }, { PlcServer, Database }] = await Promise.all([load('@atproto/pds'), load('@did-plc/server')])

const data = await mkdtemp(join(tmpdir(), 'awareness-pds-'))
const [port, directoryPort] = [await reserve(), await reserve()]
// The directory is asked by a name: of a bare address the server thinks that it is no host.
const [address, directory] = [`http://127.0.0.1:${port}`, `http://localhost:${directoryPort}`]
const nowhere = { url: 'https://nowhere.invalid', did: 'did:web:nowhere.invalid' }

const plc = PlcServer.create({ db: Database.mock(), port: directoryPort })
await plc.start()
const settings = {
  devMode: true,
  hostname: 'localhost',
  port,
  dataDirectory: data,
  blobstoreDiskLocation: join(data, 'blobs'),
  didPlcUrl: directory,
  disableSsrfProtection: true, // or it does not ask a directory on this machine
  serviceHandleDomains: ['.test'],
  inviteRequired: false,
  enableDidDocWithSession: true, // as the public servers
  rateLimitsEnabled: options.includes('--rate-limits'),
  adminPassword: randomBytes(16).toString('hex'),
  jwtSecret: randomBytes(16).toString('hex'),
  plcRotationKeyK256PrivateKeyHex: randomBytes(32).toString('hex'),
  bskyAppViewUrl: nowhere.url,
  bskyAppViewDid: nowhere.did,
  modServiceUrl: nowhere.url,
  modServiceDid: nowhere.did,
}
const service = envToCfg(settings)
// Identities point here, and where localhost is ::1 first, nobody listens there.
service.service.publicUrl = address
const pds = await PDS.create(service, envToSecrets(settings))
await pds.start()

let ending = false
async function end() {
  if (ending) return
  ending = true
  await Promise.allSettled([pds.destroy(), plc.destroy()])
  await rm(data, { recursive: true, force: true })
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, end)
process.stdin.on('close', end).resume()

console.log(JSON.stringify({ address, directory }))
