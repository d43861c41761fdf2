import type { ReactNode } from 'react'
import { Frame, type FrameProps } from './frame.tsx'
import { SampleNotice } from './sample-notice.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

export type { PageName } from './navigation.tsx'

/** Every page: the frame, with the choice of colours, and a notice where the data are invented. */
export const Page = (props: Omit<FrameProps, 'controls' | 'notice'>) => (
  <Frame {...props} controls={<ThemeSwitch />} notice={<SampleNotice />} />
)

interface SectionProps {
  readonly id: string
  readonly title: string
  readonly note?: ReactNode
  readonly children: ReactNode
}

/** A part of a page: its heading stands in the margin where there is one. */
export const Section = ({ id, title, note, children }: SectionProps) => (
  <section className="section" aria-labelledby={id}>
    <div className="section-head">
      <h2 id={id}>{title}</h2>
      {note !== undefined && <p>{note}</p>}
    </div>
    <div className="section-body">{children}</div>
  </section>
)
