// Builds the admin UI where its sources are newer than what was built; `dotnet build` runs it. One at a time: another build waits.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** What `dotnet build` takes for "cannot be built here" instead of "is broken". */
const cannotInstall = 3
const waitMilliseconds = 500
const longestWaitMilliseconds = 10 * 60 * 1000

const root = fileURLToPath(new URL('..', import.meta.url))
const state = join(root, '.build')
const lock = join(state, 'lock')
const stamp = join(state, 'stamp')
const installed = join(root, 'node_modules', '.installed')
const dist = join(root, 'dist')
const sources = ['src', 'public', 'scripts', 'index.html', 'auth.html', 'package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts', '../docs/openapi.json']

mkdirSync(state, { recursive: true })
await takeLock()
process.exitCode = build()
rmSync(lock, { recursive: true, force: true })

function build() {
  const hash = hashOf(sources.flatMap((source) => filesOf(join(root, source))).filter((file) => !file.endsWith('schema.d.ts')))
  if (existsSync(join(dist, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
    utimesSync(stamp, new Date(), new Date())
    return 0
  }

  const wanted = hashOf([join(root, 'package-lock.json')])
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== wanted) {
    if (run('npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error') !== 0) return cannotInstall
    writeFileSync(installed, wanted)
  }

  if (run('npm', 'run', '--silent', 'build') !== 0) return 1
  for (const file of filesOf(dist)) compress(file)
  writeFileSync(stamp, hash)
  return 0
}

function compress(file) {
  if (file.endsWith('.html')) return
  const content = readFileSync(file)
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }))
}

function run(command, ...words) {
  const { status, error } = spawnSync(command, words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  if (error) console.error(error.message)
  return status ?? 1
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .flatMap((entry) => entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)])
    .sort()
}

function hashOf(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

/** A folder is made or is there: nothing in between. The one of a process that was killed is taken over. */
async function takeLock() {
  const until = Date.now() + longestWaitMilliseconds
  for (;;) {
    try {
      mkdirSync(lock)
      writeFileSync(join(lock, 'pid'), String(process.pid))
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isAbandoned()) rmSync(lock, { recursive: true, force: true })
    else if (Date.now() > until) throw new Error(`${lock} is held by another build`)
    else await new Promise((done) => setTimeout(done, waitMilliseconds))
  }
}

function isAbandoned() {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0)
    return false
  } catch (error) {
    // Between making the folder and writing the file there is a moment without a pid.
    return error.code === 'ESRCH' || (error.code === 'ENOENT' && existsSync(lock) && Date.now() - statSync(lock).mtimeMs > waitMilliseconds * 4)
  }
}
