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
  Chip,
  CloseButton,
  Code,
  Collapse,
  CopyButton,
  Divider,
  Drawer,
  Fieldset,
  FileButton,
  FileInput,
  Flex,
  Grid,
  Group,
  Image,
  Indicator,
  Kbd,
  List,
  Loader,
  Menu,
  Modal,
  MultiSelect,
  NavLink,
  NumberInput,
  Pagination,
  Paper,
  PasswordInput,
  Pill,
  Popover,
  Progress,
  Radio,
  ScrollArea,
  SegmentedControl,
  Select,
  SimpleGrid,
  Skeleton,
  Space,
  Stack,
  Stepper,
  Switch,
  Table,
  Tabs,
  TagsInput,
  Text,
  Textarea,
  TextInput,
  ThemeIcon,
  Timeline,
  Title,
  Tooltip,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
export { DateInput, DateTimePicker } from '@mantine/dates';
export { Dropzone } from '@mantine/dropzone';
export { schemaResolver, useForm } from '@mantine/form';
export { useDebouncedValue, useDisclosure, useHotkeys, useLocalStorage, useMediaQuery } from '@mantine/hooks';
export { fieldErrors, tell, tellError, useAct } from './act.tsx';
export { Chart, type Series } from './chart.tsx';
export { confirmAct, type Impact, ImpactDialog, impactsOf } from './dialogs.tsx';
export { Credits, formatCredits, formatDay, formatMoment, formatNumber, formatUsd, StatusBadge, Tokens, Usd } from './format.tsx';
export { InlineEdit } from './inline-edit.tsx';
export { type ListPage, LoadMore, listQueryOptions, rowsOf, SearchInput } from './list.tsx';
export { EmptyState, ErrorState, Page, Section } from './page.tsx';
export { openPalette, Palette } from './palette.tsx';
export { RevealOnce } from './reveal.tsx';
export { StaleDialog } from './stale-dialog.tsx';
export { BulkBar, type Column, DataTable, type Selection } from './table.tsx';
export { When } from './when.tsx';
