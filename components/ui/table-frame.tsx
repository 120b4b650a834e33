'use client';

import { Box } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import classes from './table.module.css';

/**
 * The frame around a table. A table that fits stands in the page, so that its head sticks below the top bar; one that is
 * too wide scrolls both ways in the frame, which is then no higher than the window, so that its head sticks there.
 */
export function TableFrame({ label, children }: { label: string; children: ReactNode }) {
  const outer = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const [fits, setFits] = useState(false);
  useEffect(() => {
    const [frame, table] = [outer.current, inner.current?.firstElementChild];
    if (!frame || !(table instanceof HTMLElement)) return;
    const observer = new ResizeObserver(() => setFits(table.offsetWidth <= frame.clientWidth));
    observer.observe(frame);
    observer.observe(table);
    return () => observer.disconnect();
  }, []);
  return (
    <Box ref={outer} className={classes.frame}>
      <Box
        ref={inner}
        className={fits ? classes.fits : classes.scroll}
        {...(fits ? {} : { tabIndex: 0, role: 'region', 'aria-label': `${label}, scrolls sideways` })}
      >
        {children}
      </Box>
    </Box>
  );
}
