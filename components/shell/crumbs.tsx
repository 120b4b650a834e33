'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Anchor, Breadcrumbs, Text } from '#components/ui/index.ts';
import { ADMINISTRATION, siteGroup, WORK } from './navigation.ts';

/** Where one is: each step but the last is a link. */
export function Crumbs({ sites }: { sites: readonly { id: string; name: string }[] }) {
  const pathname = usePathname();
  const known = [WORK, ...ADMINISTRATION].flatMap((group) => group.items);
  const steps: { label: string; href: string }[] = [];
  const site = sites.find((entry) => pathname.startsWith(`/sites/${entry.id}`));
  if (site) {
    steps.push({ label: 'Sites', href: '/sites' }, { label: site.name, href: `/sites/${site.id}` });
    const page = siteGroup(site).items.find((item) => pathname.startsWith(item.href));
    if (page) steps.push({ label: page.label, href: page.href });
  } else {
    const page = known.find((item) => pathname === item.href || pathname.startsWith(`${item.href}/`));
    if (page) steps.push({ label: page.label, href: page.href });
  }
  if (steps.length === 0) return null;
  return (
    <Breadcrumbs
      component="nav"
      aria-label="Place"
      separatorMargin={6}
      visibleFrom="sm"
      style={{ minWidth: 0, flexWrap: 'nowrap', overflow: 'hidden' }}
    >
      {steps.map((step, i) =>
        i === steps.length - 1 && pathname === step.href ? (
          <Text key={step.href} fz="sm" fw={500} truncate aria-current="page">
            {step.label}
          </Text>
        ) : (
          <Anchor key={step.href} component={Link} href={step.href} fz="sm" c="dimmed" truncate>
            {step.label}
          </Anchor>
        ),
      )}
    </Breadcrumbs>
  );
}
