import { execFile } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A slow mirror; what is fetched is 60 MB with all tools. */
const fetchWithinMs = 600_000

/** What Debian's own tools need to manage a system that is never changed again, and perl beyond its base. */
const leftOut =
  /^(debconf|dpkg|usrmerge|init-system-helpers|perl|perl-modules-.*|libperl.*|lib.*-perl|libgdbm.*|libdb5.*|libaudit-.*)$/

/**
 * Debian packages of this server's own release, from the mirror that it takes its own from and checked by its
 * own apt, unpacked without running anything of theirs. `scratch` is an empty folder.
 */
export class Packages {
  readonly #scratch: string
  readonly #settings: readonly string[]

  private constructor(scratch: string) {
    this.#scratch = scratch
    // As if nothing were installed, so that apt names all that a package needs.
    const settings = [
      `Dir::State::status=${join(scratch, 'status')}`,
      // What apt works out for such a system must not take the place of what it knows of this one.
      `Dir::Cache::pkgcache=${join(scratch, 'packages.bin')}`,
      `Dir::Cache::srcpkgcache=${join(scratch, 'sources.bin')}`,
      'APT::Sandbox::User=root',
    ]
    this.#settings = ['-q', ...settings.flatMap((setting) => ['-o', setting])]
  }

  static async open(scratch: string): Promise<Packages> {
    await mkdir(join(scratch, 'debs'), { recursive: true })
    await writeFile(join(scratch, 'status'), '')
    return new Packages(scratch)
  }

  /** The packages and everything that they need. A fresh system is asked for its lists first. */
  async closureOf(names: readonly string[]): Promise<string[]> {
    const plan = () => this.#apt('-s', '--no-install-recommends', 'install', ...names)
    const text = await plan().catch(async () => {
      await run('apt-get', ['-q', 'update'], { timeout: fetchWithinMs })
      return plan()
    })
    const all = [...text.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name)
    return all.filter((name) => !leftOut.test(name))
  }

  /** Unpacks exactly these into `root`. */
  async unpack(names: readonly string[], root: string): Promise<void> {
    const debs = join(this.#scratch, 'debs')
    const before = new Set(await readdir(debs))
    await this.#apt('download', ...names)
    await mkdir(root, { recursive: true })
    for (const name of await readdir(debs)) {
      if (!before.has(name)) await run('dpkg-deb', ['--extract', join(debs, name), root])
    }
  }

  async #apt(...args: string[]): Promise<string> {
    const { stdout } = await run('apt-get', [...this.#settings, ...args], {
      cwd: join(this.#scratch, 'debs'),
      timeout: fetchWithinMs,
      maxBuffer: 16 * 1_048_576,
    })
    return stdout
  }
}
