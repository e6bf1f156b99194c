export { AccentInput, LogoInput } from './input'
export { readLogo } from './read-logo'
export { readSite, type Site } from './read-site'
export { resetLook, updateAccent, updateLogo } from './update-look'
