/** What callbacks have asked to leave out. */
export function controls() {
  const asked = new Set<'batch' | 'epoch' | 'fit'>()
  return {
    begin: (what: 'batch' | 'epoch') => void asked.delete(what),
    skip: (what: 'batch' | 'epoch' | 'fit') => void asked.add(what),
    skipped: (what: 'batch' | 'epoch' | 'fit') => asked.has(what),
  }
}
