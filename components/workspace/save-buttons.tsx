import { Button, Group } from '#components/ui/index.ts';

interface Props {
  onClose: () => void;
  saving: boolean;
  disabled?: boolean;
  label?: string;
}

/** The end of a dialog's form: leave it, or send it. */
export function SaveButtons({ onClose, saving, disabled = false, label = 'Save' }: Props) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
      <Button type="submit" loading={saving} disabled={disabled}>
        {label}
      </Button>
    </Group>
  );
}
