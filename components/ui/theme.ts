import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  Card,
  type CSSVariablesResolver,
  createTheme,
  Loader,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
  Paper,
  PasswordInput,
  Table,
  Tooltip,
} from '@mantine/core';

/** One accent, a deep teal-blue; everything else is grey. Shade 7 on white and 4 on near-black pass 4.5:1. */
const accent: MantineColorsTuple = ['#eef4ff', '#dbe6fe', '#b8cefc', '#8fb0f8', '#6f96f3', '#4f7bea', '#3a66dc', '#2b53c4', '#24459f', '#1c357a'];
const gray: MantineColorsTuple = ['#fafafa', '#f4f4f5', '#e8e8eb', '#dcdce0', '#c3c3ca', '#9b9ba5', '#71717c', '#52525c', '#34343b', '#1b1b1f'];
const dark: MantineColorsTuple = ['#e6e6ea', '#b9b9c2', '#9a9aa6', '#5d5d68', '#3f3f48', '#2e2e35', '#232328', '#18181c', '#121215', '#0c0c0e'];

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  colors: { accent, gray, dark },
  fontFamily: 'var(--font-geist-sans), system-ui, sans-serif',
  fontFamilyMonospace: 'var(--font-geist-mono), ui-monospace, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '22px', lineHeight: '28px' }, h2: { fontSize: '16px', lineHeight: '24px' }, h3: { fontSize: '14px', lineHeight: '20px' } },
  },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '5px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' }, styles: { label: { fontWeight: 500 } } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } }),
    Badge: Badge.extend({
      defaultProps: { variant: 'light', radius: 'sm' },
      styles: { root: { textTransform: 'none', fontWeight: 500, letterSpacing: 0, flexShrink: 0, maxWidth: '100%' }, label: { overflow: 'visible' } },
    }),
    Card: Card.extend({ defaultProps: { withBorder: true, shadow: 'none', padding: 'md' } }),
    Paper: Paper.extend({ defaultProps: { shadow: 'none' } }),
    Alert: Alert.extend({ defaultProps: { variant: 'light' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 7, horizontalSpacing: 'sm', fz: 'sm' } }),
    Modal: Modal.extend({ defaultProps: { centered: true, transitionProps: { duration: 120 }, closeButtonProps: { 'aria-label': 'Close' } } }),
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false, transitionProps: { duration: 100 }, shadow: 'md' } }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 300, transitionProps: { duration: 100 } } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close notification' } } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { visibilityToggleButtonProps: { 'aria-label': 'Show or hide the text' } } }),
    Loader: Loader.extend({ defaultProps: { size: 'sm' } }),
  },
});

/** Colours that axe found too faint in Mantine's defaults; set here because the provider's variables win over plain CSS. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b1b1f',
    '--mantine-color-dimmed': '#5f5f6a',
    '--mantine-color-placeholder': '#6b6b76',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#2b53c4',
    '--mantine-color-green-light-color': '#14672f',
    '--mantine-color-red-light-color': '#a3201a',
    '--mantine-color-orange-light-color': '#94420a',
    '--mantine-color-yellow-light-color': '#7a4d05',
    '--mantine-color-gray-light-color': '#43434c',
    '--mantine-color-accent-light-color': '#24459f',
    '--mantine-color-default-border': '#e3e3e7',
    '--app-surface': '#fafafa',
    '--app-hover': '#f4f4f5',
  },
  dark: {
    '--mantine-color-body': '#121215',
    '--mantine-color-text': '#ececf0',
    '--mantine-color-dimmed': '#a2a2ae',
    '--mantine-color-placeholder': '#8f8f9b',
    '--mantine-color-error': '#ff8f86',
    '--mantine-color-anchor': '#8fb0f8',
    '--mantine-color-default-border': '#2b2b32',
    '--app-surface': '#18181c',
    '--app-hover': '#1f1f24',
  },
});
