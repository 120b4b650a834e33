import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { confirmAct } from '#components/ui/index.ts';

/** Asks before a page with unsaved changes is left: by a link within, or by closing. */
export function useLeaveGuard(dirty: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (!dirty) return;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      const here = link?.href && new URL(link.href, location.href);
      if (!link || !here || link.target || link.hasAttribute('download') || event.metaKey || event.ctrlKey)
        return;
      if (here.origin !== location.origin || here.pathname === location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      void confirmAct({
        title: 'Leave without saving?',
        body: 'Your changes to this page are not saved yet.',
        confirm: 'Leave',
        danger: true,
      }).then((yes) => {
        if (yes) router.push(here.pathname + here.search);
      });
    };
    window.addEventListener('beforeunload', unload);
    document.addEventListener('click', click, true);
    return () => {
      window.removeEventListener('beforeunload', unload);
      document.removeEventListener('click', click, true);
    };
  }, [dirty, router]);
}
