export const lesson = {
  title: 'The lesson, as a guide that runs.',
  lede: 'fast.ai’s lesson 5 in TypeScript: a page a chapter, each with a question, a program and a picture. What stands under a block is what it prints.',
  chapters: 'Chapters',
  note: 'Numbers and pictures are of invented films and digits, so that anyone can have the same ones.',
  all: 'All chapters',
  before: 'Before',
  next: 'Next',
  turn: 'Turn the page',
} as const
