export { BrandInput } from './input'
export { type Brand, missingDetails, readBrand } from './read-brand'
export { type Legal, readLegal } from './read-legal'
export { updateBrand } from './update-brand'
