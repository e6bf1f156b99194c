/** A refusal on the model path. `public` reaches the person in the chat, through the gateway's own error. */
export class ModelError extends Error {
  override name = 'ModelError'
  readonly status: number
  readonly public: string
  constructor(status: number, sentence: string, cause: unknown) {
    super(sentence, { cause })
    this.status = status
    this.public = sentence
  }
}
