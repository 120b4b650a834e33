export {
  Accordion,
  ActionIcon,
  Alert,
  Anchor,
  AppShell,
  Avatar,
  Badge,
  Box,
  Breadcrumbs,
  Burger,
  Button,
  Card,
  Center,
  Checkbox,
  Code,
  Drawer,
  Grid,
  Group,
  Image,
  List,
  Loader,
  Menu,
  MultiSelect,
  NavLink,
  NumberInput,
  Paper,
  PasswordInput,
  Popover,
  Progress,
  Radio,
  ScrollArea,
  SegmentedControl,
  Select,
  SimpleGrid,
  Skeleton,
  Stack,
  Stepper,
  Switch,
  Table,
  Tabs,
  TagsInput,
  Text,
  Textarea,
  TextInput,
  Timeline,
  Title,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
export { DateInput, DateTimePicker } from '@mantine/dates';
export { Dropzone } from '@mantine/dropzone';
export { useForm } from '@mantine/form';
export { useDebouncedValue, useDisclosure, useHotkeys, useLocalStorage, useMediaQuery } from '@mantine/hooks';
export { fieldErrors, intoForm, tell, tellError, useAct } from './act.tsx';
export { Chart } from './chart.tsx';
export { confirmAct, type Impact, ImpactDialog, impactsOf } from './dialogs.tsx';
export { formatCount, formatCredits, formatNumber, formatUsd, StatusBadge, Usd } from './format.tsx';
export { InlineEdit } from './inline-edit.tsx';
export { LoadMore, SearchInput } from './list.tsx';
export { Modal } from './modal.tsx';
export { EmptyState, ErrorState, Page, Section } from './page.tsx';
export { openPalette, Palette } from './palette.tsx';
export { RevealOnce } from './reveal.tsx';
export { StaleDialog } from './stale-dialog.tsx';
export { BulkBar, DataTable } from './table.tsx';
export type { Column } from './table-column.ts';
export { When } from './when.tsx';
