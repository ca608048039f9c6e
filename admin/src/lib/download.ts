/** Hands a text to the browser as a file to keep. */
export function downloadText(text: string, fileName: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  // The download has begun by then.
  window.setTimeout(() => { URL.revokeObjectURL(address) }, 1000)
}
