export function findProgram(name: string, path?: string): string | undefined
export function installCommand(packageName: string): string
export function canInstall(): boolean
export function installPackage(packageName: string): Promise<void>
